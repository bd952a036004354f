"""Forms: how YAML holds each kind of value, read for the reader and described for editors."""
