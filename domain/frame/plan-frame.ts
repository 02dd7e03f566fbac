import { AppError } from '../errors.ts'
import type { Message } from '../message/message.ts'
import type { SizeRange } from '../model/card.ts'
import type { Frame } from '../operation/outpaint.ts'
import type { Rect, Size } from './space.ts'

/** How a model that extends by pixels for each side is asked, and what its answer shows. */
export type FramePlan = {
  /** The part of the old picture that it sees, in pixels of the old picture. */
  readonly seen: Rect
  /** The size at which the model sees it. */
  readonly size: Size
  /** By how much it extends, in pixels of `size`. */
  readonly frame: Frame
  /** The size of what it returns. */
  readonly answer: Size
  /** What its answer covers, in pixels of the new canvas; may reach a little beyond. */
  readonly shown: Rect
}

/** The most that Stability's outpainting adds on a side (AWS's page "stable-image-services"). */
const maxFramePx = 2_000
/** A side of 64 pixels, the least that is sent, may be rounded up by one of them; so may a frame. */
const roundingRoom = 0.98
/** A picture extended on one side only is shown from there this far, beside twice the frame. */
const minContextPx = 512

/**
 * Plans an extension by a frame.
 * @param job.source size of the old picture
 * @param job.rule which pictures the model takes
 * @param job.maxPixels how many pixels its answer may have
 * @returns the plan, or INVALID_REQUEST when the picture is too long or too small for the model
 */
export function planFrame(job: {
  source: Size
  frame: Frame
  rule: SizeRange
  maxPixels: number
}): FramePlan | AppError {
  const { source, frame, rule } = job
  const { leftPx, rightPx, upPx, downPx } = frame
  const seen = seenOf(source, frame, rule.maxAspect)
  if (seen instanceof AppError) return seen
  const whole = { width: seen.width + leftPx + rightPx, height: seen.height + upPx + downPx }
  const scale = Math.min(
    1,
    Math.sqrt(Math.min(job.maxPixels, rule.pixels.max) / (whole.width * whole.height)),
    (maxFramePx * roundingRoom) / Math.max(leftPx, rightPx, upPx, downPx),
  )
  if (scale * Math.min(seen.width, seen.height) < rule.sidePx.min) {
    return refused({ key: 'frameTooLarge' })
  }
  const size = sizeAt(seen, scale)
  const across = size.width / seen.width
  const down = size.height / seen.height
  const asked = {
    leftPx: Math.ceil(leftPx * across),
    rightPx: Math.ceil(rightPx * across),
    upPx: Math.ceil(upPx * down),
    downPx: Math.ceil(downPx * down),
  }
  const left = leftPx + seen.x - Math.round(asked.leftPx / across)
  const top = upPx + seen.y - Math.round(asked.upPx / down)
  return {
    seen,
    size,
    frame: asked,
    answer: {
      width: size.width + asked.leftPx + asked.rightPx,
      height: size.height + asked.upPx + asked.downPx,
    },
    shown: {
      x: left,
      y: top,
      width: leftPx + seen.x + seen.width + Math.ceil(asked.rightPx / across) - left,
      height: upPx + seen.y + seen.height + Math.ceil(asked.downPx / down) - top,
    },
  }
}

/** The new canvas, in pixels. */
export function extended({ width, height }: Size, frame: Frame): Size {
  return {
    width: width + frame.leftPx + frame.rightPx,
    height: height + frame.upPx + frame.downPx,
  }
}

/**
 * All of the picture, unless it grows on one side only: then the part along that side is enough,
 * and keeps its resolution.
 */
function seenOf(source: Size, frame: Frame, maxAspect: number): Rect | AppError {
  const { leftPx, rightPx, upPx, downPx } = frame
  const sides = [leftPx, rightPx, upPx, downPx].filter((px) => px > 0).length
  const near = (length: number, px: number, other: number): number =>
    Math.min(length, Math.max(2 * px + minContextPx, Math.ceil(other / maxAspect)))
  const isAcross = sides === 1 && leftPx + rightPx > 0
  const isDown = sides === 1 && upPx + downPx > 0
  const width = isAcross ? near(source.width, leftPx + rightPx, source.height) : source.width
  const height = isDown ? near(source.height, upPx + downPx, source.width) : source.height
  if (Math.max(width, height) > maxAspect * Math.min(width, height)) {
    return refused({ key: 'pictureTooLongForFrame', maxAspect })
  }
  return {
    x: rightPx > 0 ? source.width - width : 0,
    y: downPx > 0 ? source.height - height : 0,
    width,
    height,
  }
}

/** Rounded so that the picture becomes no longer than it is. */
function sizeAt({ width, height }: Size, scale: number): Size {
  if (scale === 1) return { width, height }
  const isWide = width >= height
  return {
    width: isWide ? Math.floor(width * scale) : Math.ceil(width * scale),
    height: isWide ? Math.ceil(height * scale) : Math.floor(height * scale),
  }
}

function refused(reason: Message): AppError {
  return new AppError('INVALID_REQUEST', reason, { field: 'frame' })
}
