import{m138_CodeField as o,m138_PasswordField as s}from"./panel-746b0a6e5a.js";export{o as a,s as b};
