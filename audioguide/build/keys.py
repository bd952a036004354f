"""Keys: the whole input of a thing, in one word."""

import json
from hashlib import sha256


def key(*facts: object) -> str:
    """A digest of facts that JSON can write, the same on every run and machine."""
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
