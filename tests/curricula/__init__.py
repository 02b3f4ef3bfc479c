"""What the content folder says, held against the register and itself."""
