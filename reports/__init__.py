"""Reports: figures across packages; reads only."""
