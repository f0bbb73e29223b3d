"""Draws an image anew, so that only the picture is left: no place, no camera, no second file behind it."""

from __future__ import annotations

import io
import warnings
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from app.files.kinds import UnwantedFile
from app.i18n import lazy_gettext as _l

# 40 million pixels are a good camera's photo; drawn out they take 160 MB for a moment, not more.
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4096
JPEG_QUALITY = 88


def clean_image(data: bytes, format_name: Literal["PNG", "JPEG"]) -> bytes:
    """The picture alone, upright, at most LONGEST_SIDE pixels wide and high.

    Raises UnwantedFile for what is no such picture, is damaged, or unpacks to too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _redraw(data, format_name)
    except UnwantedFile:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as fault:
        raise UnwantedFile(_l("Dieses Bild ist beschädigt oder kein richtiges Bild.")) from fault
    except (Warning, ArithmeticError, LookupError, TypeError, MemoryError) as fault:
        raise UnwantedFile(_l("Dieses Bild ist beschädigt oder kein richtiges Bild.")) from fault


def _redraw(data: bytes, format_name: Literal["PNG", "JPEG"]) -> bytes:
    with Image.open(io.BytesIO(data), formats=[format_name]) as picture:
        # The header tells the size; nothing has been unpacked yet.
        if picture.width * picture.height > MOST_PIXELS:
            raise UnwantedFile(_l("Dieses Bild hat zu viele Bildpunkte (höchstens 40 Millionen)."))
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _bare(upright, format_name)


def _bare(picture: Image.Image, format_name: Literal["PNG", "JPEG"]) -> bytes:
    has_alpha = format_name == "PNG" and (picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info)
    fresh = picture.convert("RGBA" if has_alpha else "RGB")
    fresh.info.clear()
    out = io.BytesIO()
    if format_name == "PNG":
        fresh.save(out, "PNG")
    else:
        fresh.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()
