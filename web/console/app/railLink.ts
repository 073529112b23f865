/** The classes of a link in the rail. */
export const RAIL_LINK =
  'inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-ground aria-[current]:bg-ground aria-[current]:text-text pointer-coarse:size-11'
