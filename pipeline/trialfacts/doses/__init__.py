"""How doses are read: amounts, units, regimens, the drug's name."""
