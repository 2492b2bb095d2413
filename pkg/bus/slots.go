package bus

// Slots bounds how much is computed at once; nil is no bound.
type Slots chan struct{}

// NewSlots makes n slots; 0 is no bound.
func NewSlots(n int) Slots {
	if n == 0 {
		return nil
	}
	return make(Slots, n)
}

// Take waits for a slot and gives what frees it.
func (s Slots) Take() func() {
	if s == nil {
		return func() {}
	}
	s <- struct{}{}
	return func() { <-s }
}
