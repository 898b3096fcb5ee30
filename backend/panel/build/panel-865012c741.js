import{m138_CodeField as o,m138_PasswordField as s}from"./panel-75e4ef2749.js";export{o as a,s as b};
