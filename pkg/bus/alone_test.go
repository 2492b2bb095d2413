package bus

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestASuspectHasTheLaneForItself(t *testing.T) {
	t.Parallel()
	a := newAlone(time.Minute)
	leave := a.enter(t.Context())
	in := make(chan func(), 1)
	go func() { in <- a.enterAlone(t.Context()) }()
	select {
	case <-in:
		t.Fatal("the suspect did not wait for the others")
	case <-time.After(20 * time.Millisecond):
	}
	leave()
	end := <-in
	ordinary := make(chan struct{})
	go func() { a.enter(t.Context())(); close(ordinary) }()
	select {
	case <-ordinary:
		t.Fatal("another one did not wait for the suspect")
	case <-time.After(20 * time.Millisecond):
	}
	end()
	<-ordinary
}

// A suspect that hangs, and others that hang before it, hold nobody up for long.
func TestNobodyIsAloneForLong(t *testing.T) {
	t.Parallel()
	a := newAlone(10 * time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a.enter(ctx)      // hangs
	a.enterAlone(ctx) // hangs
	a.enterAlone(ctx) // the next suspect
	a.enter(ctx)
	require.NoError(t, ctx.Err())
}
