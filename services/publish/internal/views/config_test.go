package views

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The defaults of the settings are those of a configuration that was made in code.
func TestAFieldLeftOutHasItsDefault(t *testing.T) {
	t.Parallel()
	got := reflect.ValueOf(Config{}.withDefaults())
	for i := range got.NumField() {
		field := got.Type().Field(i)
		want, err := time.ParseDuration(field.Tag.Get("default"))
		require.NoError(t, err)
		require.Equal(t, want, got.Field(i).Interface(), field.Name)
	}
	own := Config{Lease: 1, Snapshot: 2, DoubleClick: -3, HalfLife: 4}
	require.Equal(t, own, own.withDefaults())
}

func TestADoubleClickIsOfOneSecondToAnHour(t *testing.T) {
	t.Parallel()
	for window, ok := range map[time.Duration]bool{
		-1: true, 0: true, 1: false, time.Second - 1: false, time.Second: true, time.Hour: true, time.Hour + 1: false,
	} {
		require.Equal(t, ok, Config{DoubleClick: window}.Validate() == nil, window)
	}
}
