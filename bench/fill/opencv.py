"""Fills NAME-holed.png where NAME-mask.png is white, for each NAME in a folder, by both methods of
OpenCV, with the radius of its tutorial."""
import sys
from pathlib import Path

import cv2

for path in sorted(Path(sys.argv[1]).glob("*-holed.png")):
    name = path.name[: -len("-holed.png")]
    holed = cv2.imread(str(path))
    mask = cv2.imread(str(path.with_name(name + "-mask.png")), cv2.IMREAD_GRAYSCALE)
    for method, flag in (("telea", cv2.INPAINT_TELEA), ("ns", cv2.INPAINT_NS)):
        cv2.imwrite(str(path.with_name(f"{name}-{method}.png")), cv2.inpaint(holed, mask, 3, flag))
