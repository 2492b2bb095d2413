package page

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatSpeaksForSomethingElse(t *testing.T) {
	t.Parallel()
	links := map[string]bool{lowerWords("Ten harbours that every sailor should have seen once"): true, lowerWords("The quay"): true}
	for _, text := range []string{
		"Related: How the crane came down", "SEE MORE: Our pictures of the quay", "You may also like...", "Subscribe to our morning letter", "Lire aussi : Le port en photos",
		"Sign up for our daily mail.", "Get the day's stories in your inbox every morning.", "Follow the Harbour Press on Twitter and Facebook.",
		"Ten harbours that every sailor should have seen once", "MAYOR TELLS ALL ABOUT THE CRANE OF SALTBURY", "By ANNA REED", "Updated at 1:23 p.m.", "NOVEMBER 20, 2024 10:43", "11/19/2024 by Bo Lind",
		"Il vous reste 80% de cet article à lire. La suite est réservée aux abonnés.", "S'abonner", "This article is for subscribers.", "Already a subscriber? Log in", "Jetzt weiterlesen", "Dieser Artikel ist nur für Abonnenten.",
		"Contenido exclusivo para suscriptores", "Articolo riservato agli abbonati", "You have 2 free articles left.", "Sign in to read the rest.",
	} {
		require.True(t, promotes(text, links), text)
	}
	for _, text := range []string{
		"The crane came down on Friday.", "The quay", "Related stories were told by all who had been there, and the mayor listened to each of them for an hour.",
		"The theatre lost subscribers.", "He told readers to continue reading.", "WILL THEY BUILD IT AGAIN IN SPRING?", "By the harbour stood a crane.", "In 2019 it was painted red", "VIP: 60,000, R: 50,000, S: 40,000", "More than forty people came, and they stayed until the morning of the next day.",
	} {
		require.False(t, promotes(text, links), text)
	}
}
