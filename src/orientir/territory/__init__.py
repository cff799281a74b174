"""Where guidance is organised: territories, organisations, units.

Territories form a tree (municipality → district), kept as a path of numbers so that "all beneath" is one
prefix. An organisation stands in one territory and is of one kind; a unit is a part of an organisation (a branch, a
building, «Точка роста»). Nothing here is personal: figures and plans need it even where no names are kept.
"""
