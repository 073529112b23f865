/** A popup stands outside the page's landmarks, as the pattern has it: it is read where the focus goes. */
export const POPUP = ['region']

/** A frame has a header and a main of its own, which the rule compares with those of the page that holds it. */
export const FRAMES = ['landmark-unique']
