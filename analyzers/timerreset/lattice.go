package timerreset

// maxWorlds bounds the worlds before a block. Beyond it the function is given up. No
// function of the standard library or of the projects in the incident list reaches it.
const maxWorlds = 48
