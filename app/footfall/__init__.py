"""Pure rules about people on a floor: foot points, zones, absence. No Qt, no SQL, no pixels."""
