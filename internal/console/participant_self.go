package console

import (
	"slices"

	"samling/internal/store"
)

// ownChanges are what people changed about their registration without an
// organiser, a line for each time: whoever handed the place over is named by what
// changed.
func (p *participantPage) ownChanges(changes []store.RegistrationChange) {
	for _, c := range changes {
		if c.Who != "" {
			continue
		}
		if c.Field == store.RefusedHandOver {
			p.Story = append(p.Story, storyLine{At: c.CreatedAt, Text: p.T("participants.story_refused")})
			continue
		}
		at := slices.IndexFunc(p.Story, func(l storyLine) bool { return l.own && l.At.Equal(c.CreatedAt) })
		if at < 0 {
			at = len(p.Story)
			p.Story = append(p.Story, storyLine{At: c.CreatedAt, Text: p.T("participants.story_changed"), own: true})
		}
		p.Story[at].More = append(p.Story[at].More, p.changeText(c))
	}
}
