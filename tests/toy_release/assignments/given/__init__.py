"""What every student of the toy course is handed."""
