"""The board paper: the edition as a tagged PDF and as a DOCX, both written from one record."""
