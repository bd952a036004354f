"""The system's voices through pyttsx3; on Linux eSpeak NG, which comes as a wheel."""
