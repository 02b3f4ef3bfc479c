"""What the pages of marking and of appeals read."""
