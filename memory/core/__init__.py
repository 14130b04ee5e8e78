"""The learning core: pure folds over entries, numpy alone, no disk and no clock."""
