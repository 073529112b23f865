/** The button's look before and after its menu has loaded. */
export const ADD_LOOK = 'shrink-0 h-10! w-10! pointer-coarse:h-11! pointer-coarse:w-11!'
