import type { LucideIcon } from 'lucide-react'
import Brush from 'lucide-react/icons/brush'
import Copy from 'lucide-react/icons/copy'
import Expand from 'lucide-react/icons/expand'
import ImageUpscale from 'lucide-react/icons/image-upscale'
import PaintBucket from 'lucide-react/icons/paint-bucket'
import Palette from 'lucide-react/icons/palette'
import Replace from 'lucide-react/icons/replace'
import Scissors from 'lucide-react/icons/scissors'
import Shapes from 'lucide-react/icons/shapes'
import Sparkles from 'lucide-react/icons/sparkles'
import SwatchBook from 'lucide-react/icons/swatch-book'
import Trees from 'lucide-react/icons/trees'
import WandSparkles from 'lucide-react/icons/wand-sparkles'
import type { Aim } from '../editor/store/aim.ts'

/** One picture for each aim, wherever it is offered. */
export const aimIcons: Readonly<Record<Aim, LucideIcon>> = {
  TEXT_TO_IMAGE: Sparkles,
  COLOR_GUIDED: Palette,
  INPAINT: Brush,
  OUTPAINT: Expand,
  PRECISE_OUTPAINT: Trees,
  REMOVE_BACKGROUND: Scissors,
  REPLACE: Replace,
  RECOLOR: PaintBucket,
  VARIATION: Copy,
  STYLE: SwatchBook,
  STRUCTURE: Shapes,
  UPSCALE: ImageUpscale,
  INSTRUCT: WandSparkles,
}
