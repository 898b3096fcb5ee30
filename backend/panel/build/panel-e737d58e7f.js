import{m138_CodeField as o,m138_PasswordField as s}from"./panel-67eccafac0.js";export{o as a,s as b};
