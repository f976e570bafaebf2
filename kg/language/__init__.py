"""Korean and Chinese: morphemes, numbers, dates, and the forms of names in both languages."""
