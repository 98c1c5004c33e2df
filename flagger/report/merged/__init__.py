"""The merged (composite) chronology on its own, as Word, Excel or CSV. Holds no flag and no code."""
