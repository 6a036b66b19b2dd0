package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samling/internal/event"
)

// recoveryCode is one of the codes for when the rest is lost. A used one is gone.
type recoveryCode struct {
	ID     uint
	UserID uint
	Hash   string
}

// TableName keeps GORM from guessing.
func (recoveryCode) TableName() string { return "recovery_codes" }

// Factors are what a user can sign in with.
func (s *Store) Factors(ctx context.Context, userID uint) (event.Factors, error) {
	return factors(s.read.WithContext(ctx), userID)
}

func factors(tx *gorm.DB, userID uint) (event.Factors, error) {
	var f event.Factors
	user, err := oneUser(tx, "id = ?", userID)
	if err != nil {
		return f, err
	}
	f.HasPassword = user.PasswordHash != ""
	if err := tx.Table("totps").Where("user_id = ?", userID).Limit(1).Find(&f.TOTP).Error; err != nil {
		return f, fmt.Errorf("read the codes of user %d: %w", userID, err)
	}
	if err := tx.Where("user_id = ?", userID).Order("id").Find(&f.Passkeys).Error; err != nil {
		return f, fmt.Errorf("read passkeys: %w", err)
	}
	var codes int64
	if err := tx.Model(&recoveryCode{}).Where("user_id = ?", userID).Count(&codes).Error; err != nil {
		return f, fmt.Errorf("count recovery codes: %w", err)
	}
	f.Codes = int(codes)
	return f, nil
}

// lockFactors is factors for a transaction that changes them: whoever changes
// the same user's waits.
func lockFactors(tx *gorm.DB, userID uint) (event.Factors, event.User, error) {
	var user event.User
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", userID).Take(&user).Error
	if err != nil {
		return event.Factors{}, user, notFound(err)
	}
	f, err := factors(tx, userID)
	return f, user, err
}

// StartTOTP makes a new secret for a user's app, which counts once a code of it
// has been typed. It returns event.ErrKnown while one is in use.
func (s *Store) StartTOTP(ctx context.Context, userID uint) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		f, _, err := lockFactors(tx, userID)
		switch {
		case err != nil:
			return err
		case f.TOTP.IsOn():
			return event.ErrKnown
		case f.TOTP.UserID == 0:
			return tx.Table("totps").Create(&event.TOTP{UserID: userID, Generation: 1}).Error
		}
		return one(tx.Table("totps").Where("user_id = ?", userID).Updates(map[string]any{"generation": f.TOTP.Generation + 1}))
	})
}

// ConfirmTOTP puts a user's app to use, with the step of the code that proved it.
// It returns event.ErrGone for a secret that is not the latest.
func (s *Store) ConfirmTOTP(ctx context.Context, userID uint, generation int, step int64, now time.Time) error {
	return s.changeFactors(ctx, userID, event.TOTPAdded, now, func(tx *gorm.DB, f event.Factors) error {
		if f.TOTP.IsOn() || f.TOTP.Generation != generation {
			return event.ErrGone
		}
		return one(tx.Table("totps").Where("user_id = ?", userID).
			Updates(map[string]any{"confirmed_at": moment(now), "last_step": step}))
	})
}

// UseTOTPStep notes that a user's code of a step was used. It returns
// event.ErrGone if that one or a later one was used before.
func (s *Store) UseTOTPStep(ctx context.Context, userID uint, step int64) error {
	used := s.write.WithContext(ctx).Table("totps").
		Where("user_id = ? AND confirmed_at IS NOT NULL AND last_step < ?", userID, step).
		Updates(map[string]any{"last_step": step})
	if used.Error == nil && used.RowsAffected == 0 {
		return event.ErrGone
	}
	return used.Error
}

// RemoveTOTP takes a user's app out of use. Its secret is never used again.
func (s *Store) RemoveTOTP(ctx context.Context, userID uint, now time.Time) error {
	return s.changeFactors(ctx, userID, event.TOTPRemoved, now, func(tx *gorm.DB, f event.Factors) error {
		if !f.TOTP.IsOn() {
			return event.ErrNotFound
		}
		return one(tx.Table("totps").Where("user_id = ?", userID).
			Updates(map[string]any{"confirmed_at": nil, "generation": f.TOTP.Generation + 1}))
	})
}

// MakeRecoveryCodes gives a user new recovery codes in place of the old ones.
// They are told here and never again. Without a second factor there is nothing
// to recover: event.ErrForbidden.
func (s *Store) MakeRecoveryCodes(ctx context.Context, userID uint, now time.Time) ([]string, error) {
	var codes []string
	err := s.changeFactors(ctx, userID, event.CodesMade, now, func(tx *gorm.DB, f event.Factors) error {
		if !f.HasSecond() {
			return event.ErrForbidden
		}
		if err := tx.Where("user_id = ?", userID).Delete(&recoveryCode{}).Error; err != nil {
			return err
		}
		codes = nil
		var rows []recoveryCode
		for range event.RecoveryCodes {
			var b [10]byte
			rand.Read(b[:]) // never fails since Go 1.24
			code := event.NewRecoveryCode(b)
			codes = append(codes, code)
			rows = append(rows, recoveryCode{UserID: userID, Hash: s.hashCode(userID, code)})
		}
		return tx.Create(&rows).Error
	})
	return codes, err
}

// UseRecoveryCode uses a code up, and tells the user. It returns event.ErrGone
// for one that is used or was never worth anything.
func (s *Store) UseRecoveryCode(ctx context.Context, userID uint, code string, now time.Time) error {
	return s.changeFactors(ctx, userID, event.CodeUsed, now, func(tx *gorm.DB, f event.Factors) error {
		used := tx.Where("user_id = ? AND hash = ?", userID, s.hashCode(userID, code)).Delete(&recoveryCode{})
		if used.Error == nil && used.RowsAffected == 0 {
			return event.ErrGone
		}
		return used.Error
	})
}

// hashCode is what the database knows of a recovery code. Without the key, no
// number of tries finds the code again.
func (s *Store) hashCode(userID uint, code string) string {
	code, _ = event.TypedCode(code)
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "recovery|%d|%s", userID, code)
	return hex.EncodeToString(mac.Sum(nil))
}

// changeFactors changes what a user signs in with, in one transaction with
// everything that follows from it: without a second factor there are neither
// password nor recovery codes, the user gets a mail, and the audit log of each
// of the user's organisations a line.
func (s *Store) changeFactors(ctx context.Context, userID uint, c event.SecurityChange, now time.Time,
	change func(*gorm.DB, event.Factors) error,
) error {
	err := s.transaction(ctx, func(tx *gorm.DB) error {
		before, user, err := lockFactors(tx, userID)
		if err != nil {
			return err
		}
		if err := change(tx, before); err != nil {
			return err
		}
		after, err := factors(tx, userID)
		if err != nil {
			return err
		}
		if before.HasSecond() && !after.HasSecond() {
			if err := dropPassword(tx, userID); err != nil {
				return err
			}
		}
		return s.tellOfChange(tx, user, c, now)
	})
	s.wake()
	return err
}

// dropPassword removes what is worth nothing without a second factor.
func dropPassword(tx *gorm.DB, userID uint) error {
	if err := tx.Where("user_id = ?", userID).Delete(&recoveryCode{}).Error; err != nil {
		return fmt.Errorf("remove recovery codes: %w", err)
	}
	return one(tx.Model(&event.User{}).Where("id = ?", userID).Updates(map[string]any{"password_hash": ""}))
}

// tellOfChange mails the user, and writes the change down wherever the user has
// a role: what the user can do there is at stake.
func (s *Store) tellOfChange(tx *gorm.DB, u event.User, c event.SecurityChange, now time.Time) error {
	now = moment(now)
	mail := event.Message{
		Kind: event.MailSecurity, Recipient: u.Email, Language: u.Language, Data: event.MessageData{Change: c},
		State: event.Queued, DueAt: now, CreatedAt: now,
	}
	if err := s.queue(tx, []event.Message{mail}); err != nil {
		return err
	}
	var ids []uint
	if err := tx.Model(&event.Member{}).Distinct("organisation_id").Where("user_id = ?", u.ID).Pluck("organisation_id", &ids).Error; err != nil {
		return fmt.Errorf("find the organisations of user %d: %w", u.ID, err)
	}
	slices.Sort(ids) // two who lock several take them in one order
	for _, id := range ids {
		by := event.Actor{UserID: u.ID, Who: u.Name, OrganisationID: id}
		if err := s.audit(tx, by, event.Entry{Verb: c.Verb()}, now); err != nil {
			return err
		}
	}
	return nil
}
