import{m138_CodeField as o,m138_PasswordField as s}from"./panel-1ff8930162.js";export{o as a,s as b};
