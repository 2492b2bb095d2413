package bus

// slots bounds how much is computed at once; nil is no bound.
type slots chan struct{}

func newSlots(n int) slots {
	if n == 0 {
		return nil
	}
	return make(slots, n)
}

// take waits for a slot and gives what frees it.
func (s slots) take() func() {
	if s == nil {
		return func() {}
	}
	s <- struct{}{}
	return func() { <-s }
}
