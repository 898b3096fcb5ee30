import{m138_CodeField as o,m138_PasswordField as s}from"./panel-4d4854bf78.js";export{o as a,s as b};
