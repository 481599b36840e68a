"""The trained role model: what each number of a text is, where wording alone does not tell."""
