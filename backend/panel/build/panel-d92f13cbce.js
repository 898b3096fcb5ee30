import{m140_CodeField as o,m140_PasswordField as s}from"./panel-3aec7eb9e8.js";export{o as a,s as b};
