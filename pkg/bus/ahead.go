package bus

import "time"

// startAhead makes a job of what was read from behind a backlog; nil if it is held, or
// was settled already.
func (f *flight) startAhead(m Msg) *job {
	f.mu.Lock()
	defer f.mu.Unlock()
	if stored, ok := f.ahead[m.Sequence]; ok && stored.Equal(m.Stored) || f.jobs[m.Sequence] != nil {
		return nil
	}
	return f.hold(m, 1)
}

// settleAhead notes that a job which was not delivered yet is settled; false if it was,
// and is to be acknowledged.
func (f *flight) settleAhead(j *job) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if j.latest.Load() != nil {
		return false
	}
	f.ahead[j.seq] = j.msg.Stored
	return true
}

// comesAgain reports whether a job was not delivered yet. A dead letter of it is written
// when it is: a process that does not know of this one would write a second.
func (f *flight) comesAgain(j *job) bool { return j.latest.Load() == nil }

// forget drops what was acknowledged.
func (f *flight) forget(j *job) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.ahead, j.seq)
}

// acknowledged drops what is below the lowest sequence that is not acknowledged: another
// process got it.
func (f *flight) acknowledged(floor uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for seq := range f.ahead {
		if seq <= floor {
			delete(f.ahead, seq)
		}
	}
}

func (f *flight) forgetAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ahead = make(map[uint64]time.Time)
}

// mayBypass reports whether more may be read from behind a backlog: not while bytes of
// such messages are held, nor while something is that may have killed its worker.
func (f *flight) mayBypass(bytes int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := 0
	for _, j := range f.jobs {
		if j.delivered >= suspectAfter {
			return false
		}
		if j.latest.Load() == nil {
			held += len(j.msg.Data)
		}
	}
	return held < bytes && len(f.ahead) < maxAhead
}
