/** Where the console is: who has come in is sent there. */
export const consolePath = '/app/'
