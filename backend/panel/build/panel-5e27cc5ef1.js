import{m133_CodeField as o,m133_PasswordField as s}from"./panel-a8e877c6df.js";export{o as a,s as b};
