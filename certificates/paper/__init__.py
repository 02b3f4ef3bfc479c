"""The sheet itself: its plain values, its words in three languages, its look, and the press that makes a PDF of it."""
