"""What no routine should ask of a listener: rules on what happens, each silenced with a reason."""
