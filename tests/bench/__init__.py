"""What audioguide costs, against a plain pyttsx3 and pydub script and against the bare tools.

    python -m tests.bench [--quick] [-n KILLS] [-o FILE] [NAME…]

A benchmark, not a test: it takes half an hour of a quiet machine.
"""
