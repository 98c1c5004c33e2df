"""Files to grids of cells as they stand, one module a container. Nothing here finds headers or events."""

from flagger.chronology.containers.grid import Cell, Grid, GridRow, GridsRead
from flagger.chronology.containers.reading import read_grids

__all__ = ["Cell", "Grid", "GridRow", "GridsRead", "read_grids"]
