// Package hostile pushes what a hostile provider with a valid key would, and sends what
// a stranger without one could, to a real `wireroom up` on loopback. Beside each attack
// another provider pushes a story a second. A table tells the delay of those stories, the
// peak memory of the process and whether the outcome was right.
//
// It runs by `make hostile` alone (WIREROOM_HOSTILE_BIN names the binary), is bounded in
// time and size, and reaches no address outside this machine.
package hostile
