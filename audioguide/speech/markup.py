"""Phonemes in a text: `[[…]]` for the engines that take them."""

import re

PHONEMES = re.compile(r"\[\[(.+?)\]\]")
"""Phonemes and what stands between them: mnemonics for eSpeak NG, IPA for Piper. Both engines mark
them so themselves."""
