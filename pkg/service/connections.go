package service

// Bounds of what is computed for a listener.
const (
	mostConnections  = 4096 // each costs some 20 kB
	fewestForWork    = 64   // files kept for everything else: stores, connections out
	mostForWork      = 1024
	fewestForPeople  = 8
	adminConnections = 32
	// fewFiles is below what a process with an embedded broker should have.
	fewFiles = 4096
)

// Shares of the connections that the limit of open files leaves, in percent: one
// process may hold all of them.
const (
	ShareAPI  = 35
	ShareNATS = 25
)

// Connections is how many connections a listener may hold at once where nothing else
// is set: a share, in percent, of what files leaves beside the work of the process.
// files is as OpenFiles gives it.
func Connections(files, share int) int {
	if files <= 0 {
		return mostConnections
	}
	forWork := min(max(files/2, fewestForWork), mostForWork)
	return min(max((files-forWork)*share/100, fewestForPeople), mostConnections)
}
