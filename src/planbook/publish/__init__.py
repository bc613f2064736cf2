"""An edition as data: tables, pictures, spreadsheets, descriptions, and one list of them all."""
