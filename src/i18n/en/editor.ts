/** Texts of the canvas and its toolbar. */
export const editorMessages = {
  toolbar: 'Editing tools',
  brush: 'Brush',
  maskEraser: 'Mask eraser',
  pan: 'Move the view',
  brushSize: 'Brush size',
  brushSizeValue: (diameterPx: number) => `${diameterPx} pixels`,
  undo: 'Undo',
  redo: 'Redo',
  clear: 'Clear mask',
  invert: 'Invert mask',
  zoomOut: 'Zoom out',
  zoomIn: 'Zoom in',
  zoomActual: 'Zoom to 100 %',
  percent: (value: number) => `${value}%`,
  fit: 'Fit to screen',
  extend: {
    left: 'Extend to the left',
    right: 'Extend to the right',
    up: 'Extend upwards',
    down: 'Extend downwards',
  },
  framePx: (px: number) => `${px} px`,
  compare: 'Hold to see the original',
  canvasHelp:
    'Draw to mask what should change. B brush, E mask eraser, H move, square brackets change the size, plus and minus zoom, 0 fits, 1 shows every pixel.',
} as const
