"""What a path holds: a file by its ending, a folder by the names in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mnist_demo.data.sources.claims import check_regular
from mnist_demo.data.sources.csv_source import CsvSource
from mnist_demo.data.sources.errors import DatasetError
from mnist_demo.data.sources.idx_source import IdxSource
from mnist_demo.data.sources.npz_source import NpzSource
from mnist_demo.data.sources.portion import DataSource

IDX_NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
CSV_PAIRS = (("mnist_train.csv", "mnist_test.csv"), ("train.csv", "test.csv"))
CSV_ENDINGS = (".csv", ".csv.gz")


def source_at(path: Path) -> DataSource:
    """The source that lies at a path (DatasetError where there is none that can be told)."""
    if path.is_dir():
        return _in_folder(path)
    check_regular(path)
    name = path.name.lower()
    if name.endswith(".npz"):
        return NpzSource(path)
    if name.endswith(CSV_ENDINGS):
        return CsvSource(path)
    raise DatasetError(path, "unknown kind of file; expected .npz, .csv, .csv.gz or a folder")


def _in_folder(folder: Path) -> DataSource:
    """The one complete dataset of a folder; what else lies there is left alone."""
    found = [source for source in (_idx_files(folder), _csv_files(folder)) if source]
    if len(found) > 1:
        raise DatasetError(folder, "it holds both IDX and CSV files; move one kind away")
    if found:
        return found[0]
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()]
    files = [path for path in paths if path.name.lower().endswith((".npz", *CSV_ENDINGS))]
    halves = [path for path in files if _base(path) in {name for pair in CSV_PAIRS for name in pair}]
    if len(files) == 1 and not halves:
        return source_at(files[0])
    raise DatasetError(folder, _missing(folder, halves, files))


def _missing(folder: Path, halves: list[Path], files: list[Path]) -> str:
    """What a folder lacks, by what it has."""
    if halves:
        train, test = next(pair for pair in CSV_PAIRS if _base(halves[0]) in pair)
        absent = test if _base(halves[0]) == train else train
        return f"no {absent} (or .gz) beside {halves[0].name}; expected both, or name a file"
    if len(files) > 1:
        return f"{files[0].name}, {files[1].name}: which one? name a file"
    if any("idx" in path.name for path in folder.iterdir()):
        absent = next(name for name in IDX_NAMES if not _idx_file(folder, name))
        return f"no {absent}-ubyte (or .gz); expected the four IDX files"
    return f"no {IDX_NAMES[0]}-ubyte (or .gz) and no {CSV_PAIRS[0][0]}; expected four IDX files or two CSV files"


def _idx_files(folder: Path) -> IdxSource | None:
    train, train_labels, test, test_labels = (_idx_file(folder, name) for name in IDX_NAMES)
    if train and train_labels and test and test_labels:
        return IdxSource((train, train_labels, test, test_labels))
    return None


def _idx_file(folder: Path, name: str) -> Path | None:
    # The official name ends in "-ubyte"; a common unpacking writes a dot before "idx".
    return _first_file(folder, (f"{name}-ubyte", f"{name.replace('-idx', '.idx')}-ubyte"))


def _csv_files(folder: Path) -> CsvSource | None:
    for names in CSV_PAIRS:
        train, test = (_first_file(folder, (name,)) for name in names)
        if train and test:
            return CsvSource(train, test)
    return None


def _first_file(folder: Path, names: Iterable[str]) -> Path | None:
    """The first regular file of these names, each also compressed."""
    paths = (folder / f"{name}{ending}" for name in names for ending in ("", ".gz"))
    return next((path for path in paths if path.is_file()), None)


def _base(path: Path) -> str:
    """The name of a file without the ending of a compressed one."""
    return path.name.lower().removesuffix(".gz")
