"""Words for what items are about, in English and Chinese: titles, genres, themes, eras, names."""
