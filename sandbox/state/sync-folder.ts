import { open } from 'node:fs/promises'

/** A file that was made, renamed or removed in a folder survives a crash once the folder is synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
