"""How results are read: values with spread and unit, the evidence for them, what was measured, when."""
