package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"samling/internal/event"
)

// AddPasskey registers an authenticator. It returns event.ErrKnown for one that
// is registered already, and event.ErrFull for one too many.
func (s *Store) AddPasskey(ctx context.Context, p *event.Passkey, now time.Time) error {
	return s.changeFactors(ctx, p.UserID, event.PasskeyAdded, now, func(tx *gorm.DB, f event.Factors) error {
		if len(f.Passkeys) >= event.MaxPasskeys {
			return event.ErrFull
		}
		p.ID, p.CreatedAt, p.UsedAt = 0, moment(now), nil
		return known(tx.Create(p).Error)
	})
}

// Passkey finds an authenticator by what it calls itself.
func (s *Store) Passkey(ctx context.Context, credentialID string) (event.Passkey, error) {
	var p event.Passkey
	err := s.read.WithContext(ctx).Where("credential_id = ?", credentialID).Take(&p).Error
	return p, notFound(err)
}

// UsePasskey keeps what an authenticator told when it was used, in place of what
// it told before. It returns event.ErrGone if it was used meanwhile: of two
// copies of a key only one can go on.
func (s *Store) UsePasskey(ctx context.Context, id uint, before, record string, now time.Time) error {
	used := s.write.WithContext(ctx).Model(&event.Passkey{}).Where("id = ? AND record = ?", id, before).
		Updates(map[string]any{"record": record, "used_at": moment(now)})
	if used.Error != nil {
		return fmt.Errorf("note that passkey %d was used: %w", id, used.Error)
	}
	if used.RowsAffected == 0 {
		return event.ErrGone
	}
	return nil
}

// RenamePasskey changes what a user calls one.
func (s *Store) RenamePasskey(ctx context.Context, userID, id uint, name string) error {
	return one(s.write.WithContext(ctx).Model(&event.Passkey{}).Where("user_id = ? AND id = ?", userID, id).
		Updates(map[string]any{"name": name}))
}

// RemovePasskey takes one out of use.
func (s *Store) RemovePasskey(ctx context.Context, userID, id uint, now time.Time) error {
	return s.changeFactors(ctx, userID, event.PasskeyRemoved, now, func(tx *gorm.DB, _ event.Factors) error {
		return one(tx.Where("user_id = ? AND id = ?", userID, id).Delete(&event.Passkey{}))
	})
}
