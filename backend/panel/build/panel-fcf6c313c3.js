import{m138_CodeField as o,m138_PasswordField as s}from"./panel-687fbdb11a.js";export{o as a,s as b};
